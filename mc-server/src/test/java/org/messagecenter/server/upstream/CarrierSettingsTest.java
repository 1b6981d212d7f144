package org.messagecenter.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.session.InboundExcess;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.listen.ClientTls;

/** What a carriers file may say. */
class CarrierSettingsTest {
  @TempDir Path directory;

  private List<CarrierSettings> read(String text) throws ConfigException {
    return Entry.read(directory, text);
  }

  private CarrierSettings one(String keys) throws ConfigException {
    return read("carriers = [{ name = acme, hosts = [\"h:1\"], system-id = us, password = p\n"
            + keys
            + "\n}]")
        .get(0);
  }

  @Test
  void theShippedFileHasNoCarriers() throws ConfigException, IOException {
    assertThat(read(Files.readString(Path.of("../conf/carriers.conf")))).isEmpty();
  }

  /** The dialect's keys have a page of their own. */
  @Test
  void theShippedFileExplainsEveryKey() throws IOException {
    String shipped = Files.readString(Path.of("../conf/carriers.conf"));
    Set<String> keys = new TreeSet<>();
    for (String file : List.of("CarrierSettings", "CarrierLogin", "CarrierTls", "CarrierHost")) {
      String source =
          Files.readString(
              Path.of("src/main/java/org/messagecenter/server/upstream/" + file + ".java"));
      Pattern.compile(
              "(?:has|string|secret|String|Secret|File|Integer|Section|bool)\\(\\s*\"([^\"]+)\"")
          .matcher(source)
          .results()
          .forEach(found -> keys.add(found.group(1)));
      Pattern.compile("(?:duration|choice)\\(s, \"([^\"]+)\"")
          .matcher(source)
          .results()
          .forEach(found -> keys.add(found.group(1)));
    }
    assertThat(keys).hasSizeGreaterThan(25);
    Set<String> words =
        Pattern.compile("[a-z-]+")
            .matcher(shipped)
            .results()
            .map(r -> r.group())
            .collect(Collectors.toSet());
    assertThat(words).containsAll(keys);
  }

  @Test
  void whatIsLeftOutHasASoundDefault() throws ConfigException {
    CarrierSettings settings = one("");
    assertThat(settings.binds()).isEqualTo(1);
    assertThat(settings.bindAs()).isEqualTo(CarrierSettings.BindAs.TRANSCEIVER);
    assertThat(settings.tls()).isEmpty();
    assertThat(settings.login()).isEqualTo(new CarrierLogin("us", "p", "", 0x34, 0, 0, ""));
    assertThat(settings.window()).isEqualTo(10);
    assertThat(settings.pace())
        .isEqualTo(new CarrierSettings.Pace(0, 1, CarrierSettings.Count.MESSAGE));
    assertThat(settings.reconnect())
        .isEqualTo(
            new CarrierSettings.Reconnect(
                Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(5)));
    assertThat(settings.onUnknown()).isEqualTo(CarrierSettings.OnUnknown.RETRY);
    assertThat(settings.askReceipt()).isEqualTo(CarrierSettings.AskReceipt.ALWAYS);
    assertThat(settings.validity()).isEqualTo(CarrierSettings.Validity.PASS);
    assertThat(settings.session())
        .isEqualTo(
            new SessionSettings(
                Duration.ofSeconds(40),
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofSeconds(30),
                new SessionLimits(10, 1000, InboundExcess.HOLD),
                0x34));
  }

  @Test
  void everythingCanBeSaid() throws Exception {
    for (String name : List.of("ca.pem", "own.crt", "own.key")) {
      Files.createFile(directory.resolve(name));
    }
    CarrierSettings settings =
        read("""
                carriers = [{
                  name = acme-1
                  hosts = ["smpp.acme.example:2775", "192.0.2.1:3550", "[2001:db8::1]:1"]
                  binds = 4, bind-as = transmitter-receiver
                  tls = true, trust = ca.pem, verify-host = false
                  certificate = own.crt, key = own.key, key-password = hidden
                  system-id = us, password = hush, system-type = vma
                  address-ton = 1, address-npi = 9, address-range = "^49"
                  interface-version = 5.0
                  connect = 1s, enquire-link = 2s, response = 3s, inactivity = 4s
                  reconnect { first = 100ms, longest = 2s, refused = 3s }
                  window = 50, rate = 12.5, burst = 40, count = segment
                  ask-receipt = as-submitted, validity = none, on-unknown = fail
                }]
                """)
            .get(0);
    assertThat(settings.hosts())
        .containsExactly(
            new CarrierHost("smpp.acme.example", 2775),
            new CarrierHost("192.0.2.1", 3550),
            new CarrierHost("2001:db8::1", 1));
    assertThat(settings.hosts().get(2)).hasToString("[2001:db8::1]:1");
    assertThat(settings.binds()).isEqualTo(4);
    assertThat(settings.bindAs()).isEqualTo(CarrierSettings.BindAs.TRANSMITTER_RECEIVER);
    assertThat(settings.tls())
        .contains(
            new CarrierTls(
                Optional.of(directory.resolve("ca.pem")),
                false,
                Optional.of(
                    new ClientTls.Identity(
                        directory.resolve("own.crt"),
                        directory.resolve("own.key"),
                        Optional.of("hidden")))));
    assertThat(settings.login())
        .isEqualTo(new CarrierLogin("us", "hush", "vma", 0x50, 1, 9, "^49"));
    assertThat(settings.timers())
        .isEqualTo(
            new CarrierSettings.Timers(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(3)));
    assertThat(settings.pace())
        .isEqualTo(new CarrierSettings.Pace(12.5, 40, CarrierSettings.Count.SEGMENT));
    assertThat(settings.onUnknown()).isEqualTo(CarrierSettings.OnUnknown.FAIL);
    assertThat(settings.toString()).doesNotContain("hush").doesNotContain("hidden");
  }

  @Test
  void aBurstLeftOutIsTheRate() throws ConfigException {
    assertThat(one("rate = 12.5").pace().burst()).isEqualTo(13);
    assertThat(one("rate = 0.1").pace().burst()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hosts = []              | carriers[0].hosts = []: must name at least one host
          hosts = ["nowhere"]     | carriers[0].hosts[0] = nowhere: must be host:port
          hosts = ["h:70000"]     | a port is from 1 to 65535
          name = "a b"            | carriers[0].name = a b: must be 1 to 40 letters
          binds = 0               | carriers[0].binds = 0: must be a whole number from 1 to 1000
          window = 0              | carriers[0].window = 0: must be a whole number from 1
          interface-version = 4   | carriers[0].interface-version = 4: must be 3.3, 3.4 or 5.0
          rate = -1               | carriers[0].rate = -1: must be a number from 0
          bind-as = both          | must be one of transceiver, transmitter-receiver
          trust = x.pem           | carriers[0].trust = x.pem: has a meaning only with tls = true
          tls = true, key = k.pem | carriers[0].certificate: certificate and key must be set together
          tls = true, trust = no  | carriers[0].trust = no: must name a file that can be read
          response = 30           | carriers[0].response = 30: must be a duration
          reconnect { frist = 1s }| carriers[0].reconnect.frist = 1s: unknown key; did you mean first?
          system_type = x         | carriers[0].system_type = x: unknown key; did you mean system-type?
          """)
  void mistakesAreToldWithTheirPlace(String key, String problem) {
    assertThatThrownBy(() -> one(key))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith(directory.resolve("carriers.conf") + ":")
        .contains(problem);
  }

  @Test
  void aPasswordThatTheEnvironmentDoesNotHaveIsMissing() {
    assertThatThrownBy(
            () ->
                read(
                    "carriers = [{ name = a, hosts = [\"h:1\"], system-id = us\n"
                        + "password = ${?THERE_IS_NO_SUCH_VARIABLE} }]"))
        .hasMessageContaining("carriers[0].password: is missing");
  }

  @Test
  void aBadPasswordIsNotPrinted() {
    assertThatThrownBy(() -> one("password = \"caf\u00e9-secret\""))
        .message()
        .contains("carriers[0].password: must be")
        .doesNotContain("secret");
  }

  @Test
  void noTwoHaveTheSameName() {
    String entry = "{ name = a, hosts = [\"h:1\"], system-id = us, password = p }";
    assertThatThrownBy(() -> read("carriers = [" + entry + ",\n" + entry + "]"))
        .hasMessageContaining(":2: carriers[1].name = a: is the name of another carrier");
  }
}
