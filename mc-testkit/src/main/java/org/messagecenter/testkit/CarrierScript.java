package org.messagecenter.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a {@link ScriptedCarrier} does on one connection, step by step.
 *
 * <pre>{@code
 * CarrierScript.start().acceptBind().answer(10).fallSilent()
 * CarrierScript.start().acceptBind().take(3).answerTakenBackwards()
 * CarrierScript.start().acceptBind().take(1).await("late").answerTaken()
 * }</pre>
 *
 * <p>In every step enquire_link and unbind are answered as they come, and submit_sm that no step
 * has asked for yet wait for the one that does. A step that waits fails when what it waits for has
 * not come within the limit ({@link #within}, a minute unless set) or the connection ends. After
 * the last step the carrier goes on as a good one: it accepts the bind, if that was not done, and
 * every submit_sm.
 *
 * <p>Immutable: each step makes a new script.
 */
public final class CarrierScript {

  private static final int ESME_RTHROTTLED = 0x58;

  /** One thing to do. */
  interface Step {
    void play(ScriptedConnection connection, Duration limit) throws IOException;
  }

  record NamedStep(String name, Step step, Duration limit) {}

  /** What a connection is like after the last step. */
  enum Afterwards {
    GOOD,
    SILENT,
    FROZEN,
    CLOSED
  }

  private final List<NamedStep> steps;
  private final Duration limit;
  private final Afterwards afterwards;

  private CarrierScript(List<NamedStep> steps, Duration limit, Afterwards afterwards) {
    this.steps = steps;
    this.limit = limit;
    this.afterwards = afterwards;
  }

  /** A script without a step: a good carrier. */
  public static CarrierScript start() {
    return new CarrierScript(List.of(), Duration.ofSeconds(60), Afterwards.GOOD);
  }

  private CarrierScript step(String name, Step step) {
    if (afterwards != Afterwards.GOOD) {
      throw new IllegalStateException("nothing can follow " + steps.get(steps.size() - 1).name);
    }
    List<NamedStep> more = new ArrayList<>(steps);
    more.add(new NamedStep(name, step, limit));
    return new CarrierScript(List.copyOf(more), limit, Afterwards.GOOD);
  }

  private CarrierScript last(String name, Step step, Afterwards then) {
    return new CarrierScript(step(name, step).steps, limit, then);
  }

  /** Sets how long each of the following steps may wait. */
  public CarrierScript within(Duration time) {
    return new CarrierScript(steps, time, afterwards);
  }

  /** Waits for the bind and accepts it. */
  public CarrierScript acceptBind() {
    return step("acceptBind", (c, within) -> c.acceptBind(within));
  }

  /** Waits for the bind and refuses it with this command_status; the connection stays open. */
  public CarrierScript refuseBind(int status) {
    return step(named("refuseBind", status), (c, within) -> c.refuseBind(status, within));
  }

  /** Waits for the bind and never answers it, nor anything else. */
  public CarrierScript ignoreBind() {
    return last("ignoreBind", (c, within) -> c.readBind(within), Afterwards.SILENT);
  }

  /** Answers this many submit_sm with ESME_ROK, each as it comes. */
  public CarrierScript answer(int count) {
    return step(
        "answer(" + count + ")",
        (c, within) -> {
          for (int n = 0; n < count; n++) {
            c.take(1, within);
            c.answerTaken(false);
          }
        });
  }

  /** Refuses this many submit_sm with this command_status, each as it comes. */
  public CarrierScript refuse(int count, int status) {
    return step(
        "refuse(%d, 0x%x)".formatted(count, status),
        (c, within) -> {
          for (int n = 0; n < count; n++) {
            c.take(1, within);
            c.refuseTaken(status);
          }
        });
  }

  /**
   * Refuses {@code refused} of the next {@code all} submit_sm with ESME_RTHROTTLED, evenly spread,
   * and accepts the others.
   */
  public CarrierScript throttle(int refused, int all) {
    return step(
        "throttle(%d, %d)".formatted(refused, all),
        (c, within) -> {
          for (int n = 0; n < all; n++) {
            c.take(1, within);
            if ((n + 1) * refused / all > n * refused / all) {
              c.refuseTaken(ESME_RTHROTTLED);
            } else {
              c.answerTaken(false);
            }
          }
        });
  }

  /** Waits for this many submit_sm more and keeps them without an answer. */
  public CarrierScript take(int count) {
    return step("take(" + count + ")", (c, within) -> c.take(count, within));
  }

  /** Answers what was taken with ESME_ROK, in the order it came. */
  public CarrierScript answerTaken() {
    return step("answerTaken", (c, within) -> c.answerTaken(false));
  }

  /** Answers what was taken with ESME_ROK, the last first. */
  public CarrierScript answerTakenBackwards() {
    return step("answerTakenBackwards", (c, within) -> c.answerTaken(true));
  }

  /** Refuses what was taken with this command_status. */
  public CarrierScript refuseTaken(int status) {
    return step(named("refuseTaken", status), (c, within) -> c.refuseTaken(status));
  }

  /** Never answers what was taken. */
  public CarrierScript forgetTaken() {
    return step("forgetTaken", (c, within) -> c.forgetTaken());
  }

  /** Sends the receipts of what was taken and has not been answered yet. */
  public CarrierScript receiptTaken(ReceiptStyle style) {
    return step("receiptTaken", (c, within) -> c.receiptTaken(style));
  }

  /** Sends the receipts of what was answered with ESME_ROK since the last such step. */
  public CarrierScript receiptAnswered(ReceiptStyle style) {
    return step("receiptAnswered", (c, within) -> c.receiptAnswered(style));
  }

  /** Sends a message of a handset in a deliver_sm. */
  public CarrierScript deliver(Submission message) {
    return step("deliver", (c, within) -> c.deliver(false, message));
  }

  /** Waits until everything sent by the steps before was answered with ESME_ROK. */
  public CarrierScript awaitAnswers() {
    return step("awaitAnswers", (c, within) -> c.awaitAnswers(within));
  }

  /** Waits until the test opens the gate of this name, see {@link ScriptedCarrier#open}. */
  public CarrierScript await(String gate) {
    return step("await(" + gate + ")", (c, within) -> c.await(gate, within));
  }

  /**
   * Answers nothing until the test opens the gate of this name, and no enquire_link of that time.
   */
  public CarrierScript silentUntil(String gate) {
    return step(
        "silentUntil(" + gate + ")",
        (c, within) -> {
          c.mute(true);
          c.await(gate, within);
          c.mute(false);
        });
  }

  /** Waits for so long. */
  public CarrierScript pause(Duration time) {
    return step("pause(" + time + ")", (c, within) -> c.pause(time));
  }

  /** From here on each octet leaves in a segment of its own. */
  public CarrierScript octetByOctet() {
    return step("octetByOctet", (c, within) -> c.octetByOctet());
  }

  /** From here on no enquire_link is answered; all else is. */
  public CarrierScript ignoringEnquireLinks() {
    return step("ignoringEnquireLinks", (c, within) -> c.ignoreEnquireLinks());
  }

  /** Sends octets written in hexadecimal, whatever they are; white space is ignored. */
  public CarrierScript send(String hex) {
    byte[] octets = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    return step("send(" + hex + ")", (c, within) -> c.send(octets));
  }

  /** Sends one PDU, whatever it is. */
  public CarrierScript send(RawPdu pdu) {
    return step("send(" + pdu + ")", (c, within) -> c.send(pdu.encode()));
  }

  /** Waits for a PDU with this command_id that came since the last step of this kind. */
  public CarrierScript expect(int commandId) {
    return step(named("expect", commandId), (c, within) -> c.expect(commandId, within));
  }

  /** Sends unbind, waits for its answer and closes. */
  public CarrierScript unbind() {
    return last("unbind", (c, within) -> c.unbind(within), Afterwards.CLOSED);
  }

  /** Closes the connection without a word (FIN). */
  public CarrierScript drop() {
    return last("drop", (c, within) -> {}, Afterwards.CLOSED);
  }

  /** Resets the connection (RST). */
  public CarrierScript reset() {
    return last("reset", (c, within) -> c.lingerNot(), Afterwards.CLOSED);
  }

  /** Answers nothing any more, not even enquire_link; the connection stays open and is read. */
  public CarrierScript fallSilent() {
    return last("fallSilent", (c, within) -> {}, Afterwards.SILENT);
  }

  /** Neither answers nor reads any more, but for a PDU under way; the connection stays open. */
  public CarrierScript freeze() {
    return last("freeze", (c, within) -> {}, Afterwards.FROZEN);
  }

  private static String named(String step, int value) {
    return "%s(0x%x)".formatted(step, value);
  }

  List<NamedStep> steps() {
    return steps;
  }

  Afterwards afterwards() {
    return afterwards;
  }
}
