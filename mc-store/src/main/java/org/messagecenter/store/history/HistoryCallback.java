package org.messagecenter.store.history;

import java.io.IOException;
import java.util.List;

/** Hears what {@link HistoryLog#find} found, on the thread that reads. */
public interface HistoryCallback {
  /** The entries of the key by their time; empty when there is none. */
  void found(List<HistoryEntry> entries);

  /** The files could not be read, or too many questions wait. */
  void failed(IOException why);
}
