package org.messagecenter.server.upstream;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messagecenter.server.config.Section;

/**
 * One address of a carrier.
 *
 * @param host name or address
 * @param port TCP port, 1-65535
 */
public record CarrierHost(String host, int port) {
  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([A-Za-z0-9._-]{1,255})):(\\d{1,5})");
  private static final String RULE =
      "host:port, such as smpp.example.net:2775, 192.0.2.1:2775 or [2001:db8::1]:2775";
  private static final int LAST_PORT = 65_535;

  static List<CarrierHost> from(Section section, String key) {
    List<CarrierHost> hosts =
        section.strings(key, TEXT, RULE).stream().map(CarrierHost::parse).toList();
    if (hosts.stream().anyMatch(host -> host.port < 1 || host.port > LAST_PORT)) {
      section.problem(key, "a port is from 1 to " + LAST_PORT);
    } else if (hosts.isEmpty()) {
      section.problem(key, "must name at least one host");
    }
    return hosts;
  }

  private static CarrierHost parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text);
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    return new CarrierHost(host, Integer.parseInt(parts.group(3)));
  }

  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
