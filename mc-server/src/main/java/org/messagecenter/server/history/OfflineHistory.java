package org.messagecenter.server.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.messagecenter.store.history.HistoryLog;
import org.messagecenter.store.queue.MessageIds;
import org.messagecenter.store.queue.StoreIdentity;
import org.messagecenter.store.tool.ReadOnlyDisk;

/** Reads the history from its files alone, whether or not a server runs. Nothing is changed. */
public final class OfflineHistory {

  private OfflineHistory() {}

  /**
   * The lines of a message's timeline; none when nothing was noted of it or its id is none of this
   * store's.
   *
   * @throws IOException saying why, when the files cannot be read or the id is a short one
   */
  public static List<String> timeline(Path storeDirectory, String messageId) throws IOException {
    if (MessageIds.isShort(messageId)) {
      throw new IOException("only the running server knows what a short id stands for");
    }
    long key = StoreIdentity.read(new ReadOnlyDisk(storeDirectory)).key(messageId);
    Path directory = storeDirectory.resolve(HistorySettings.DIRECTORY);
    if (key < 0 || !Files.isDirectory(directory)) {
      return List.of();
    }
    return Timeline.lines(HistoryLog.read(new ReadOnlyDisk(directory), key));
  }
}
