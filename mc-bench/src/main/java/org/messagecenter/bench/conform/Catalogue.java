package org.messagecenter.bench.conform;

import java.util.List;
import java.util.stream.Stream;

/** Every check there is, in the order they are tried. */
final class Catalogue {
  private Catalogue() {}

  static List<Check> all() {
    return Stream.of(
            BindChecks.all(),
            StateChecks.all(),
            FramingChecks.all(),
            SubmitChecks.all(),
            TimeChecks.all(),
            TextChecks.all(),
            TlvChecks.all(),
            ReceiptChecks.all(),
            LoopChecks.all(),
            StoredChecks.all(),
            MultiChecks.all(),
            DataChecks.all(),
            BroadcastChecks.all(),
            FlowChecks.all(),
            WatchChecks.all())
        .flatMap(List::stream)
        .toList();
  }
}
