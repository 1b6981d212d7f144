package org.messagecenter.bench.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.messagecenter.bench.conform.TlvFindings.Finding;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * The statement of what a message center implements, as far as the checks could tell: one row for
 * each command, feature and TLV.
 *
 * @param commands rows for the commands
 * @param features rows for versions and features
 * @param tlvs rows for the TLVs of requests and receipts
 */
record Pics(List<Row> commands, List<Row> features, List<Row> tlvs) {

  /**
   * One line of the statement.
   *
   * @param subject what it is about
   * @param verdict what is said about it
   */
  record Row(String subject, String verdict) {}

  static Pics of(List<Result> results, TlvFindings tlvs) {
    return new Pics(commands(results), features(results), tlvs(tlvs));
  }

  private static List<Row> commands(List<Result> results) {
    Map<CommandId, List<Result>> byCommand = new LinkedHashMap<>();
    for (CommandId id : CommandId.values()) {
      if (!id.isResponse() || id == CommandId.GENERIC_NACK) {
        byCommand.put(id, new ArrayList<>());
      }
    }
    for (Result result : results) {
      for (CommandId id : result.check().covers()) {
        byCommand.computeIfAbsent(id, i -> new ArrayList<>()).add(result);
      }
    }
    return rows(byCommand, CommandId::wireName);
  }

  private static List<Row> features(List<Result> results) {
    Map<String, List<Result>> byFeature = new LinkedHashMap<>();
    for (Result result : results) {
      if (!result.check().feature().isEmpty()) {
        byFeature.computeIfAbsent(result.check().feature(), f -> new ArrayList<>()).add(result);
      }
    }
    return rows(byFeature, name -> name);
  }

  private static <K> List<Row> rows(Map<K, List<Result>> all, Function<K, String> name) {
    List<Row> rows = new ArrayList<>();
    all.forEach((key, results) -> rows.add(new Row(name.apply(key), verdict(results))));
    return rows;
  }

  private static List<Row> tlvs(TlvFindings findings) {
    List<Row> rows = new ArrayList<>();
    Map<Integer, Finding> found = findings.all();
    Set<Integer> tags = new LinkedHashSet<>();
    TlvTag.all().forEach(tag -> tags.add(tag.tag()));
    tags.addAll(found.keySet());
    for (int tag : tags) {
      Finding finding = found.get(tag);
      TlvTag known = TlvTag.of(tag);
      rows.add(
          new Row(
              String.format(Locale.ROOT, "0x%04X %s", tag, known == null ? "" : known.name())
                  .strip(),
              finding == null ? "not tried" : finding.words()));
    }
    return rows;
  }

  /** One failure spoils a row; otherwise what works counts. */
  static String verdict(List<Result> results) {
    long failed = count(results, Outcome.FAIL);
    long held = count(results, Outcome.OK);
    long declined = count(results, Outcome.NOT_SUPPORTED);
    if (failed > 0) {
      return "failed " + failed + " of " + (failed + held + declined);
    }
    if (held > 0) {
      return declined > 0 ? "supported in part" : "supported";
    }
    return declined > 0 ? "not supported" : "not tried";
  }

  static long count(List<Result> results, Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }
}
