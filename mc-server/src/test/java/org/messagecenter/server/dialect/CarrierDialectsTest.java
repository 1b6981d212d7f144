package org.messagecenter.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigProblem;

class CarrierDialectsTest {
  @TempDir private Path directory = Path.of("");

  private ConfigException failure(String entry) {
    return catchThrowableOfType(
        ConfigException.class, () -> WrittenDialects.entry(directory, entry));
  }

  @Test
  void aNameIsAFileBesideTheCarriersAndItsSettingsCanBeOverruled() throws Exception {
    Files.createDirectory(directory.resolve("dialects"));
    Files.writeString(
        directory.resolve("dialects/acme.conf"),
        "name = Acme\nid { response = hex, receipt = decimal }\nstatuses { \"0x400\" = billing }");
    CarrierDialect named = WrittenDialects.entry(directory, "dialect = acme");
    assertThat(named).hasToString("Acme");
    assertThat(named.idOfResponse("00FF")).isEqualTo("ff");

    CarrierDialect overruled =
        WrittenDialects.entry(
            directory,
            "dialect = acme\ndialect-settings { id { response = decimal }, statuses {"
                + " \"0x400-0x401\" = temporary } }");
    assertThat(overruled.idOfResponse("0255")).isEqualTo("255");
    assertThat(overruled.meaning(0x400).failure()).isEqualTo(FailureClass.TEMPORARY);

    CarrierDialect byPath = WrittenDialects.entry(directory, "dialect = dialects/acme.conf");
    assertThat(byPath).hasToString("Acme");
  }

  @Test
  void withoutAFileItIsTheBooks() throws Exception {
    assertThat(WrittenDialects.entry(directory, "")).hasToString("standard");
  }

  @Test
  void aFileThatIsNotThereIsNamedWhereItIsAskedFor() {
    ConfigException e = failure("dialect = nobody");
    assertThat(e.problems()).singleElement().satisfies(this::namesTheCarrier);
    assertThat(e.problems().get(0).rule()).contains("dialects/nobody.conf");
  }

  private void namesTheCarrier(ConfigProblem problem) {
    assertThat(problem.file()).endsWith("carriers.conf");
    assertThat(problem.line()).isEqualTo(2);
    assertThat(problem.key()).isEqualTo("carriers[0].dialect");
  }

  @Test
  void everyMistakeIsNamedAtOnce() throws Exception {
    Files.writeString(
        directory.resolve("bad.conf"),
        """
        id { response = octal }
        receipts {
          esm-classes = ["0x05"]
          time-zone = Mars
          words { X = throttled }
          tlvs { "1400" = "0x0410" }
          nonsense = 1
        }
        errors { codes { "1" = "perhaps" } }
        statuses { ESME_RNOTHING = permanent, "0x41" = "temporary delivered", "0x00" = permanent }
        text { accepts = [klingon], data-codings { "8" = "0x08" } }
        source { alphanumeric { ton = 9 } }
        message { registered-delivery = sometimes }
        tlvs { add { x = y }, drop = [1400] }
        long-texts = scissors
        """);
    ConfigException e = failure("dialect = bad.conf");
    assertThat(e.problems())
        .allSatisfy(problem -> assertThat(problem.file()).endsWith("bad.conf"))
        .extracting(ConfigProblem::key)
        .containsExactly(
            "id.response",
            "receipts.esm-classes[0]",
            "receipts.time-zone",
            "receipts.words.X",
            "receipts.tlvs.1400",
            "receipts.nonsense",
            "errors.codes.1",
            "statuses.0x00",
            "statuses.0x41",
            "statuses.ESME_RNOTHING",
            "text.accepts[0]",
            "text.data-codings.8",
            "source.alphanumeric.ton",
            "message.registered-delivery",
            "tlvs.add.x",
            "tlvs.drop[0]",
            "long-texts");
  }
}
