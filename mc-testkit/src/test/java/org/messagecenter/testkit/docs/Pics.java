package org.messagecenter.testkit.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.messagecenter.protocol.session.Role;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvRule;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.testkit.docs.Claim.Kind;

/** What the tables ask for, held against what is claimed. */
final class Pics {
  /** The versions of the protocol. */
  static final List<Integer> VERSIONS = List.of(0x33, 0x34, 0x50);

  /** What the server can do with a command. */
  static final List<String> ROLES = List.of("receives", "sends");

  private final List<Claim> claims;

  Pics(List<Claim> claims) {
    this.claims = claims;
  }

  /** One cell of the statement. */
  enum Cell {
    /** Claimed, with a test. */
    YES,
    /** Refused on purpose. */
    NO,
    /** Nothing is claimed. */
    OPEN,
    /** The version does not have it. */
    NOT_THERE
  }

  /** The claims about one item in one role, which is empty for anything but a command. */
  List<Claim> about(Kind kind, String item, String role) {
    return claims.stream()
        .filter(claim -> claim.kind() == kind && claim.item().equals(item))
        .filter(claim -> role.isEmpty() || claim.role().contains(role))
        .toList();
  }

  /** Every feature, in the order of the file. */
  List<String> features() {
    return claims.stream()
        .filter(claim -> claim.kind() == Kind.FEATURE)
        .map(Claim::item)
        .distinct()
        .toList();
  }

  /** What is said of a command in one role. */
  Cell command(CommandId id, String role, int version) {
    return version < id.since()
        ? Cell.NOT_THERE
        : cell(about(Kind.COMMAND, id.wireName(), role), version);
  }

  /** What is said of a TLV. */
  Cell tlv(TlvRule rule, int version) {
    return rule.commands(version).isEmpty()
        ? Cell.NOT_THERE
        : cell(about(Kind.TLV, rule.tag().name(), ""), version);
  }

  /** What is said of a feature. */
  Cell feature(String item, int version) {
    Cell cell = cell(about(Kind.FEATURE, item, ""), version);
    return cell == Cell.OPEN ? Cell.NOT_THERE : cell;
  }

  private static Cell cell(List<Claim> about, int version) {
    return about.stream()
        .filter(claim -> claim.versions().contains(Words.version(version)))
        .map(claim -> claim.supported() ? Cell.YES : Cell.NO)
        .min(Comparator.naturalOrder())
        .orElse(Cell.OPEN);
  }

  /** The roles the server can have for a command: it is the message center. */
  static List<String> roles(CommandId id) {
    return ROLES.stream()
        .filter(role -> Words.sends(role.equals("receives") ? Role.ESME : Role.MC, id))
        .toList();
  }

  /** Every cell of the tables that nothing is claimed for, in words. */
  List<String> open() {
    List<String> open = new ArrayList<>();
    for (int version : VERSIONS) {
      Arrays.stream(CommandId.values())
          .flatMap(
              id ->
                  roles(id).stream()
                      .filter(role -> command(id, role, version) == Cell.OPEN)
                      .map(role -> role + " " + id.wireName()))
          .map(words -> Words.version(version) + " " + words)
          .forEach(open::add);
      openTlvs(version).forEach(open::add);
    }
    return open;
  }

  private Stream<String> openTlvs(int version) {
    return TlvRules.all().stream()
        .filter(rule -> tlv(rule, version) == Cell.OPEN)
        .map(rule -> Words.version(version) + " " + rule.tag().name());
  }
}
