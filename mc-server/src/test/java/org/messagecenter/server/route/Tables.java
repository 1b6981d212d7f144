package org.messagecenter.server.route;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigProblem;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/** Tables and messages for tests. The carriers are a, b and c. */
final class Tables {
  static final Set<String> CARRIERS = Set.of("a", "b", "c");

  /** Every carrier is bound and well. */
  static final HealthBoard ALL_WELL = carrier -> new CarrierHealth(true, 0, 20);

  static final long NOW = 1_780_000_000_000L;

  private final Path directory;
  private String homeCountry = "null";

  Tables(Path directory) {
    this.directory = directory;
  }

  Path file() {
    return directory.resolve("routes.conf");
  }

  Path networks() {
    return directory.resolve("networks.conf");
  }

  Tables home(String country) {
    homeCountry = country;
    return this;
  }

  /** Writes the file. */
  Tables write(String... lines) {
    return write(file(), lines);
  }

  Tables write(Path path, String... lines) {
    try {
      Files.write(path, List.of(lines));
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  RouteSettings settings() throws ConfigException {
    ConfigSource source =
        ConfigSource.shipped(directory)
            .with("routes.file", file().toString())
            .with("routes.networks", networks().toString());
    Section root =
        (homeCountry.equals("null") ? source : source.with("routes.home-country", homeCountry))
            .load();
    RouteSettings settings =
        RouteSettings.from(root.section("routes"), CARRIERS, account -> !account.equals("nobody"));
    root.verify();
    return settings;
  }

  /** The table of these lines, which have no mistake. */
  RouteTable table(String... lines) {
    try {
      return write(lines).settings().table();
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  /** One rule, to a, with these conditions. */
  RouteTable when(String conditions) {
    return table("rules = [", "{ name = r, when { " + conditions + " }, to = a }", "]");
  }

  /** What is wrong with these lines: "line: key = value: rule". */
  List<String> problems(String... lines) {
    try {
      write(lines).settings();
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).map(this::withoutFile).toList();
    }
  }

  private String withoutFile(String problem) {
    return problem.replace(directory + "/", "");
  }

  static Message message() {
    return new Message();
  }

  /** A message to a German handset, until it is told otherwise. */
  static final class Message {
    private String account = "acme";
    private Address source = new Address(5, 0, "ACME");
    private Address destination = new Address(1, 1, "4915112345678");
    private String serviceType = "";
    private int esmClass;
    private int dataCoding;
    private String text = "hello";
    private Tlvs tlvs = Tlvs.EMPTY;
    private long at = NOW;
    private int failures;
    private long draw;

    Message account(String name) {
      account = name;
      return this;
    }

    Message from(int ton, String digits) {
      source = new Address(ton, ton == 5 ? 0 : 1, digits);
      return this;
    }

    Message to(int ton, String digits) {
      destination = new Address(ton, ton == 5 ? 0 : 1, digits);
      return this;
    }

    Message to(String digits) {
      return to(1, digits);
    }

    Message serviceType(String type) {
      serviceType = type;
      return this;
    }

    Message esmClass(int value) {
      esmClass = value;
      return this;
    }

    Message dataCoding(int value) {
      dataCoding = value;
      return this;
    }

    Message text(String value) {
      text = value;
      return this;
    }

    Message tlv(int tag, int... octets) {
      byte[] value = new byte[octets.length];
      for (int i = 0; i < value.length; i++) {
        value[i] = (byte) octets[i];
      }
      tlvs = Tlvs.builder().put(tag, value).build();
      return this;
    }

    Message at(String moment) {
      at = OffsetDateTime.parse(moment).toInstant().toEpochMilli();
      return this;
    }

    Message failures(int count) {
      failures = count;
      return this;
    }

    Message draw(long value) {
      draw = value;
      return this;
    }

    RouteRequest request() {
      SubmitSm message =
          new SubmitSm(
              serviceType,
              source,
              destination,
              esmClass,
              0,
              0,
              "",
              "",
              0,
              0,
              dataCoding,
              0,
              Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)),
              tlvs);
      return new RouteRequest(account, message, at, at, failures, draw);
    }

    /** The carrier it goes to; a dash when there is no route. */
    String carrier(RouteTable table) {
      return carrier(table, ALL_WELL);
    }

    String carrier(RouteTable table, HealthBoard health) {
      return table.route(request(), health) instanceof Route.Via via ? via.carrier() : "-";
    }
  }
}
