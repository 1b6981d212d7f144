package org.messagecenter.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.messagecenter.bench.conform.TlvFindings.Finding;
import org.messagecenter.protocol.spec.CommandId;

/** The three reports of one small run, as they are printed. */
class ReportTest {

  private static final Target TARGET = ConformFixture.target(2775);

  private static final List<Result> RESULTS =
      List.of(
          result("plain", Outcome.OK, "", "", "one thing", "another | thing"),
          result("broken-tlv", Outcome.FAIL, "ESME_RINVTLVSTREAM", "submit_sm_resp \"ROK\""),
          result("query", Outcome.NOT_SUPPORTED, "", "generic_nack"),
          result("list", Outcome.SKIPPED, "", "needs a list"));

  private static Result result(
      String id, Outcome outcome, String expected, String came, String... notes) {
    CommandId command = id.equals("query") ? CommandId.QUERY_SM : CommandId.SUBMIT_SM;
    Check check =
        Check.of(id, "the check " + id, "34:1.2")
            .feature(id.equals("plain") ? "submission" : "the rest")
            .covers(command);
    return new Result(check, outcome, expected, came, List.of(notes), 7);
  }

  private static Pics pics() {
    TlvFindings tlvs = new TlvFindings();
    tlvs.add(0x0204, Finding.TAKEN);
    tlvs.add(0x0204, Finding.USED);
    tlvs.add(0x1401, Finding.REFUSED);
    return Pics.of(RESULTS, tlvs);
  }

  @Test
  void theTerminalGetsALineForEachCheckAndTheStatement() {
    StringWriter out = new StringWriter();
    TextReport report = new TextReport(new PrintWriter(out));

    report.head(TARGET);
    RESULTS.forEach(report::result);
    report.end(RESULTS, pics());

    assertThat(out.toString())
        .startsWith(
            """
            SMPP conformance of 127.0.0.1:2775, account model

            ok             plain                              the check plain  [34:1.2]
                           note: one thing
                           note: another | thing
            FAIL           broken-tlv                         the check broken-tlv  [34:1.2]
                           expected: ESME_RINVTLVSTREAM
                           came:     submit_sm_resp "ROK"
            not supported  query                              the check query  [34:1.2]
                           generic_nack
            skipped        list                               the check list  [34:1.2]
                           needs a list

            Versions and features
              submission                               supported
              the rest                                 failed 1 of 2

            Commands
            """)
        .contains(
            """
              query_sm                                 not supported
              submit_sm                                failed 1 of 2
              deliver_sm                               not tried
            """)
        .contains("  0x0204 user_message_reference            used\n")
        .contains("  0x0205 user_response_code                not tried\n")
        .endsWith(
            """
              0x1401                                   refused

            1 ok, 1 FAIL, 1 not supported, 1 skipped; 2 notes
            """);
  }

  @Test
  void programsGetJson() {
    assertThat(JsonReport.of(TARGET, RESULTS, pics()))
        .startsWith(
            """
            {"host":"127.0.0.1","port":2775,"tls":false,"account":"model","passed":false,"checks":[\
            {"id":"plain","title":"the check plain","spec":"34:1.2","version":"3.4",\
            "outcome":"ok","expected":"","came":"","notes":["one thing","another | thing"],\
            "millis":7},
            {"id":"broken-tlv","title":"the check broken-tlv","spec":"34:1.2","version":"3.4",\
            "outcome":"FAIL","expected":"ESME_RINVTLVSTREAM",\
            "came":"submit_sm_resp \\"ROK\\"","notes":[],"millis":7},
            """)
        .contains("\"features\":{\"submission\":\"supported\",\"the rest\":\"failed 1 of 2\"}")
        .contains("\"0x0204 user_message_reference\":\"used\"")
        .endsWith("}}\n");
  }

  @Test
  void whatTheOtherSideSentCannotBreakOutOfJson() {
    assertThat(JsonReport.text("a\"b\\c\n\u00e9")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u00e9\"");
  }

  @Test
  void peopleGetAMarkdownPage() {
    assertThat(MarkdownReport.of(TARGET, RESULTS, pics()))
        .startsWith(
            """
            # SMPP conformance of 127.0.0.1:2775

            1 ok, 1 FAIL, 1 not supported, 1 skipped; 2 notes.

            ## Versions and features

            | feature | verdict |
            |---|---|
            | submission | supported |
            | the rest | failed 1 of 2 |
            """)
        .contains(
            """
            | check | says | spec | outcome | found |
            |---|---|---|---|---|
            | plain | the check plain | 34:1.2 | ok | one thing; another \\| thing |
            | broken-tlv | the check broken-tlv | 34:1.2 | FAIL | expected ESME_RINVTLVSTREAM;\
             came submit_sm_resp "ROK" |
            """);
  }

  @Test
  void aRunPassesWithoutFailures() {
    assertThat(Summary.passed(RESULTS)).isFalse();
    assertThat(Summary.passed(List.of(RESULTS.get(0), RESULTS.get(2), RESULTS.get(3)))).isTrue();
    assertThat(Summary.passed(List.of(result("b", Outcome.BROKEN, "", "a mistake")))).isFalse();
    assertThat(Summary.of(List.of())).isEqualTo("nothing tried");
    assertThat(Pics.verdict(List.of(RESULTS.get(0), RESULTS.get(2))))
        .isEqualTo("supported in part");
  }
}
