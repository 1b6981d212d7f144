package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Binds over TLS, good and bad. */
class BindTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @AutoClose
  private static final MessageCenterServer CENTER = MessageCenterServer.builder().start();

  @ParameterizedTest
  @EnumSource
  void eachKindOfBindIsAccepted(BindType type) throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").type(type).bind()) {
      assertThat(esme.isBound()).isTrue();
      assertThat(esme.messageCenterId()).isEqualTo("messagecenter");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IF_33", "IF_34", "IF_50"})
  void eachVersionIsAccepted(InterfaceVersion version) throws IOException {
    try (JsmppEsme esme = CENTER.esme("demo", "secret").version(version).bind()) {
      assertThat(esme.submit(Submission.to("491701234567"))).isNotEmpty();
    }
  }

  @Test
  void anUnknownSystemIdIsNamedAsTheReason() {
    assertThat(refusal("nobody", "secret")).isEqualTo(Status.ESME_RINVSYSID);
  }

  @Test
  void aWrongPasswordIsNamedAsTheReason() {
    assertThat(refusal("demo", "wrong")).isEqualTo(Status.ESME_RINVPASWD);
    assertThat(refusal("demo", "")).isEqualTo(Status.ESME_RINVPASWD);
    assertThat(refusal("demo", "secret2")).isEqualTo(Status.ESME_RINVPASWD);
  }

  private static int refusal(String systemId, String password) {
    return catchThrowableOfType(
            NegativeAnswer.class, () -> CENTER.esme(systemId, password).bind().close())
        .status();
  }

  @Test
  void noReasonIsGivenWhenToldSo() throws IOException {
    try (MessageCenterServer center =
        MessageCenterServer.builder()
            .with("accounts.authentication.tell-reason", "false")
            .start()) {
      for (String[] credentials : new String[][] {{"nobody", "secret"}, {"demo", "wrong"}}) {
        NegativeAnswer refusal =
            catchThrowableOfType(
                NegativeAnswer.class,
                () -> center.esme(credentials[0], credentials[1]).bind().close());
        assertThat(refusal.status()).isEqualTo(Status.ESME_RBINDFAIL);
      }
      center.esme("demo", "secret").bind().close();
    }
  }

  @Test
  void anAccountMayBindManyTimes() throws IOException {
    List<JsmppEsme> binds = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      binds.add(CENTER.esme("demo", "secret").bind());
    }

    assertThat(binds).allSatisfy(esme -> assertThat(esme.isBound()).isTrue());
    binds.forEach(JsmppEsme::close);
  }

  @Test
  void aBindThatIsGoneWithoutUnbindIsForgotten() throws IOException {
    CENTER.esme("demo2", "secret2").bind().abort();
    try (JsmppEsme esme = CENTER.esme("demo2", "secret2").bind()) {
      esme.submit(Submission.to("491701234567").registeredDelivery(1));

      assertThat(esme.delivered().take(SOON).isReceipt()).isTrue();
    }
  }

  @Test
  void aCertificateOfSomebodyElseIsNoticedByTheClient() {
    assertThatThrownBy(
            () ->
                JsmppEsme.to(RunningMessageCenter.HOST, CENTER.tlsPort())
                    .tls(ThrowawayIdentity.create().clientContext())
                    .as("demo", "secret")
                    .bind())
        .isInstanceOf(IOException.class);
  }
}
