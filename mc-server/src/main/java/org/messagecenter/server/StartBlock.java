package org.messagecenter.server;

import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.TlsContexts;
import org.messagecenter.store.queue.StoreStats;

/** What the operator reads when the message center serves. */
final class StartBlock {
  private static final int NAMED_ACCOUNTS = 8;

  private StartBlock() {}

  static String of(ServerSettings settings, MessageCenter center, @Nullable TlsContexts tls) {
    StringBuilder text = new StringBuilder(512);
    String host = settings.listen().host();
    text.append("\nMessage Center is serving\n");
    if (center.port() >= 0) {
      line(text, "plain", host + ":" + center.port());
    }
    if (center.tlsPort() >= 0 && tls != null) {
      line(text, "TLS", host + ":" + center.tlsPort());
      line(text, "", tls.describe());
      line(text, "", tls.suites().toString());
    }
    line(text, "accounts", accounts(settings));
    line(
        text,
        "scenario",
        settings.scenario().name()
            + ", delivery after "
            + settings.scenario().deliveryDelay().words());
    if (settings.capture().on()) {
      line(text, "capture", settings.capture().describe());
    }
    StoreStats stats = center.storeStats();
    line(
        text,
        "store",
        String.format(
            Locale.ROOT,
            "%s, %d messages and %d receipts or messages for accounts recovered in %d ms",
            settings.store().directory(),
            stats.recoveredMessages(),
            stats.recoveredMails(),
            stats.recoveryMillis()));
    return text.toString();
  }

  private static String accounts(ServerSettings settings) {
    var all = settings.accounts().book().accounts();
    String names =
        all.stream().limit(NAMED_ACCOUNTS).map(Account::systemId).collect(Collectors.joining(", "));
    return all.size()
        + (all.isEmpty() ? "" : ": " + names)
        + (all.size() > NAMED_ACCOUNTS ? ", …" : "");
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-9s %s%n", name, value));
  }
}
