package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.testkit.integration.Refusals.assertRefused;
import static org.messagecenter.testkit.integration.Relay.SOON;
import static org.messagecenter.testkit.integration.Relay.awaitWaiting;
import static org.messagecenter.testkit.integration.Relay.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.NegativeAnswer;
import org.messagecenter.testkit.PeerAddress;

/** How fast the messages of an account and of its sources leave, and what it hears beyond that. */
class OutboundRatesTest {
  private static final int ESME_RMSGQFUL = 0x14;
  private static final int ESME_RTHROTTLED = 0x58;
  private static final String NUMBER = "4915112345678";

  /** The password is: secret. */
  private static final String HASH = "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO";

  /** Each account has the policy and the carrier of its name. */
  private static Relay accounts(String... namesAndPolicies) {
    List<String> accounts = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < namesAndPolicies.length; i += 2) {
      String name = namesAndPolicies[i];
      accounts.add(
          "{ system-id = %s, passwords = [{ hash = \"%s\" }], policy.outbound { %s } }"
              .formatted(name, HASH, namesAndPolicies[i + 1]));
      rules.add("{ name = %1$s, when { account = %1$s }, to = %1$s }".formatted(name));
    }
    return Relay.begin()
        .file("conf/accounts.conf", "accounts = [\n" + String.join("\n", accounts) + "]\n")
        .with("accounts.file", "conf/accounts.conf")
        .routes("rules = [\n" + String.join("\n", rules) + "]\n");
  }

  private static JsmppEsme bind(MessageCenterServer center, String account) throws IOException {
    return center.esme(account, "secret").bind();
  }

  private static void submit(JsmppEsme esme, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      esme.submit(message(NUMBER));
    }
  }

  /** The carriers are away until the queues are full: what they hold does not hang on the time. */
  @Test
  void aFullQueueRefusesInTheWordsOfTheAccountAndGoesOnLeaving() throws Exception {
    try (JsmppCarrier hourly = JsmppCarrier.plain().receiptingAll("DELIVRD");
        JsmppCarrier quick = JsmppCarrier.plain().receiptingAll("DELIVRD")) {
      hourly.goDown();
      quick.goDown();
      try (MessageCenterServer center =
              accounts(
                      "hourly",
                      "rate = 0.01, burst = 1",
                      "quick",
                      "rate = 10, burst = 1, queue = 1s, when-full = throttled")
                  .carrier("hourly", hourly.port())
                  .carrier("quick", quick.port())
                  .start();
          JsmppEsme patient = bind(center, "hourly");
          JsmppEsme hasty = bind(center, "quick")) {
        // As shipped, what leaves in 900 s may wait.
        submit(patient, 9);
        awaitWaiting(center, "hourly", 9);
        assertRefused(ESME_RMSGQFUL, () -> patient.submit(message(NUMBER)));
        submit(hasty, 10);
        awaitWaiting(center, "quick", 10);
        assertRefused(ESME_RTHROTTLED, () -> hasty.submit(message(NUMBER)));

        // One leaves at once, and the next one more than a minute later.
        hourly.comeUp();
        awaitWaiting(center, "hourly", 8);
        submit(patient, 1);
        awaitWaiting(center, "hourly", 9);
        assertRefused(ESME_RMSGQFUL, () -> patient.submit(message(NUMBER)));

        long begin = System.nanoTime();
        quick.comeUp();
        int all = 10;
        for (int more = 0; more < 3; more++, all++) {
          Await.value("room for one more", SOON, () -> submitUnlessThrottled(hasty));
        }
        assertThat(hasty.delivered().take(all, SOON)).hasSize(all);
        // The first one left at once.
        assertThat((System.nanoTime() - begin) / 1_000_000)
            .isGreaterThanOrEqualTo((all - 1) * 100L);
        assertThat(quick.taken()).hasSize(all);
        assertThat(hourly.taken()).hasSize(1);
      }
    }
  }

  private static @Nullable String submitUnlessThrottled(JsmppEsme esme) {
    try {
      return esme.submit(message(NUMBER));
    } catch (NegativeAnswer e) {
      assertThat(e.status()).isEqualTo(ESME_RTHROTTLED);
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them wait when the carrier comes up, so their order is that of the rates. */
  @Test
  void aSourceThatSendsMuchDoesNotSlowTheOthers() throws Exception {
    PeerAddress hot = PeerAddress.international("4915111111111");
    PeerAddress calm = PeerAddress.international("4915122222222");
    try (JsmppCarrier carrier = JsmppCarrier.plain().receiptingAll("DELIVRD")) {
      carrier.goDown();
      try (MessageCenterServer center =
              accounts("sources", "source-rate = 5, source-burst = 1")
                  .carrier("sources", carrier.port())
                  .start();
          JsmppEsme esme = bind(center, "sources")) {
        for (int i = 0; i < 8; i++) {
          esme.submit(message(NUMBER).from(hot).text("hot " + i));
        }
        for (int i = 0; i < 4; i++) {
          esme.submit(message(NUMBER).from(calm).text("calm " + i));
        }
        awaitWaiting(center, "sources", 12);
        long begin = System.nanoTime();
        carrier.comeUp();
        esme.delivered().take(12, SOON);
        assertThat((System.nanoTime() - begin) / 1_000_000).isGreaterThanOrEqualTo(7 * 200L);

        List<String> texts =
            carrier.taken().stream().map(submit -> submit.message().text()).toList();
        for (String source : List.of("hot", "calm")) {
          assertThat(texts.stream().filter(text -> text.startsWith(source)).toList()).isSorted();
        }
        // Side by side, though all of the one were there before the other's first.
        for (int i = 0; i < 4; i++) {
          assertThat(texts.indexOf("calm " + i)).isLessThan(texts.indexOf("hot " + (i + 2)));
        }
      }
    }
  }
}
