package org.messagecenter.testkit.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvRule;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.testkit.docs.Claim.Kind;
import org.messagecenter.testkit.docs.Pics.Cell;

/** The conformance statement: what this server supports, each claim with its test. */
final class PicsPage {
  private final Pics pics = new Pics(Claim.all());
  private final SourceTests tests = new SourceTests(Repository.root());
  private final Markdown page = new Markdown("PICS: the conformance statement of this server");

  private PicsPage() {}

  static String text() {
    PicsPage it = new PicsPage();
    it.introduction();
    it.commands();
    it.tlvs();
    it.features();
    return it.page.toString();
  }

  private void introduction() {
    page.paragraph(
        """
        What Message Center supports of SMPP as a message center. "yes" is a claim, and the test
        that stands beside it proves it; "no" is refused on purpose; "open" means that nothing is
        claimed; a dash means that the version does not have it. Where a test runs in one version
        only, what it proves does not ask for the version. The claims are kept in
        [`pics.csv`](../../mc-testkit/src/test/resources/pics.csv)."""
            .strip());
  }

  private void commands() {
    page.section("Commands");
    page.table("command", "the server", "3.3", "3.4", "5.0", "proved by", "note");
    for (CommandId id : CommandId.values()) {
      for (String role : Pics.roles(id)) {
        row(
            Stream.of(Words.link(id), role),
            version -> pics.command(id, role, version),
            pics.about(Kind.COMMAND, id.wireName(), role));
      }
    }
  }

  private void tlvs() {
    page.section("TLVs");
    page.paragraph("The third column names the commands in which the tests have it.");
    page.table("TLV", "tag", "in", "3.3", "3.4", "5.0", "proved by", "note");
    for (TlvRule rule : TlvRules.all()) {
      List<Claim> claims = pics.about(Kind.TLV, rule.tag().name(), "");
      String commands =
          claims.stream()
              .flatMap(claim -> claim.role().stream())
              .distinct()
              .map(Markdown::code)
              .collect(Collectors.joining(", "));
      row(
          Stream.of(Words.link(rule.tag()), Words.number(rule.tag()), commands),
          version -> pics.tlv(rule, version),
          claims);
    }
  }

  private void features() {
    page.section("Features");
    page.table("feature", "3.3", "3.4", "5.0", "proved by", "note");
    for (String item : pics.features()) {
      row(
          Stream.of(item),
          version -> pics.feature(item, version),
          pics.about(Kind.FEATURE, item, ""));
    }
  }

  private void row(Stream<String> head, IntFunction<Cell> cell, List<Claim> claims) {
    List<String> cells = new ArrayList<>(head.toList());
    for (int version : Pics.VERSIONS) {
      cells.add(
          switch (cell.apply(version)) {
            case YES -> "yes";
            case NO -> "no";
            case OPEN -> "open";
            case NOT_THERE -> "";
          });
    }
    cells.add(
        claims.stream()
            .flatMap(claim -> claim.tests().stream())
            .distinct()
            .map(test -> Markdown.link(test.replace('#', '.'), "../../" + tests.file(test)))
            .collect(Collectors.joining(", ")));
    cells.add(
        claims.stream()
            .map(Claim::note)
            .filter(note -> !note.isEmpty())
            .distinct()
            .collect(Collectors.joining("; ")));
    page.row(cells.toArray(String[]::new));
  }
}
