package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tries checks one after the other, each on connections of its own. */
final class Runner {
  private final Target target;
  private final Facts facts;
  private final Watch watch;
  private final TlvFindings tlvs;
  private final boolean strict;
  private final boolean patient;
  private final LongSupplier nanos;

  /**
   * A runner for one message center.
   *
   * @param strict whether a deviation from a recommendation is a failure
   * @param patient whether checks that take long are tried
   */
  Runner(
      Target target,
      Facts facts,
      Watch watch,
      TlvFindings tlvs,
      boolean strict,
      boolean patient,
      LongSupplier nanos) {
    this.target = target;
    this.facts = facts;
    this.watch = watch;
    this.tlvs = tlvs;
    this.strict = strict;
    this.patient = patient;
    this.nanos = nanos;
  }

  /** Tries all of them; each result is also handed out at once. */
  List<Result> run(List<Check> checks, Consumer<Result> onResult) {
    List<Result> results = new ArrayList<>();
    for (Check check : checks) {
      Result result = run(check);
      results.add(result);
      onResult.accept(result);
    }
    return results;
  }

  private Result run(Check check) {
    for (Need need : check.needs()) {
      if (!met(need)) {
        return new Result(check, Outcome.SKIPPED, "", reason(need), List.of(), 0);
      }
    }
    long start = nanos.getAsLong();
    List<String> notes = new ArrayList<>();
    Ended ended = attempt(check, notes);
    long millis = (nanos.getAsLong() - start) / 1_000_000;
    if (ended != null) {
      return new Result(check, ended.outcome(), ended.expected(), ended.came(), notes, millis);
    }
    return strict && !notes.isEmpty()
        ? new Result(
            check,
            Outcome.FAIL,
            "what the specification recommends",
            String.join("; ", notes),
            List.of(),
            millis)
        : new Result(check, Outcome.OK, "", "", notes, millis);
  }

  private @Nullable Ended attempt(Check check, List<String> notes) {
    Run run = new Run(target, facts, watch, tlvs, check.version());
    try (run) {
      check.action().run(run);
      return null;
    } catch (Ended e) {
      return e;
    } catch (RuntimeException e) {
      return Ended.broken(e);
    } catch (IOException e) {
      return Ended.fail("a connection that stands", String.valueOf(e.getMessage()));
    } finally {
      notes.addAll(run.notes());
    }
  }

  private boolean met(Need need) {
    return switch (need) {
      case SUBMIT -> facts.submits();
      case RECEIPTS -> facts.submits() && !facts.receiptsMissing();
      case UNREACHABLE -> target.unreachable() != null;
      case FAILING -> target.failing() != null;
      case LOOP -> target.loop() != null;
      case LIST -> target.distributionList() != null;
      case OUTBIND -> target.outbindPort() != 0;
      case LONG -> patient;
    };
  }

  private String reason(Need need) {
    return need == Need.SUBMIT || (need == Need.RECEIPTS && !facts.submits())
        ? Need.SUBMIT.missing() + " (" + facts.submitAnswer() + ")"
        : need.missing();
  }
}
