package org.messagecenter.server.dialect;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.SegmentMethod;

/** A dialect made of what a file says. Immutable. */
final class WrittenDialect implements CarrierDialect {
  private final DialectSettings settings;
  private final ReceiptReader receipts;
  private final Dresser dresser;
  private final @Nullable Cutter cutter;

  WrittenDialect(DialectSettings settings) {
    this.settings = settings;
    this.receipts =
        new ReceiptReader(
            settings.ids(), settings.receipts(), settings.errors(), settings.text().coding());
    this.dresser =
        new Dresser(
            settings.message(),
            settings.sources(),
            settings.destinations(),
            settings.tlvs(),
            settings.longTexts(),
            new Transcoder(settings.text()));
    SegmentMethod method = settings.longTexts().method();
    this.cutter = method == null ? null : new Cutter(method, settings.text());
  }

  @Override
  public Dialect coding() {
    return settings.text().coding();
  }

  @Override
  public StatusMeaning meaning(int commandStatus) {
    return settings.statuses().of(commandStatus);
  }

  @Override
  public String idOfResponse(String messageId) {
    return settings.ids().ofResponse(messageId);
  }

  @Override
  public Optional<CarrierReceipt> receipt(Pdu arrived) {
    return receipts.read(arrived);
  }

  @Override
  public List<SubmitSm> parts(SubmitSm message, Dialect sender, int reference) {
    return cutter == null ? List.of(message) : cutter.parts(message, sender, reference);
  }

  @Override
  public SubmitSm dressed(SubmitSm part, Dialect sender) {
    return dresser.dressed(part, sender);
  }

  @Override
  public String toString() {
    return settings.name();
  }
}
