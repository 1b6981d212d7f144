package org.messagecenter.store.queue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.NioDisk;

/** Opens stores that never wait for their disk: for tests in which only processes crash. */
public final class UnsyncedStore {
  private UnsyncedStore() {}

  /** A store whose files are those of its directory, and never synced. */
  public static JournalStore open(StoreSettings settings) throws IOException {
    return JournalStore.open(settings, unsynced(Disk.class, new NioDisk(settings.directory())));
  }

  private static <T> T unsynced(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            UnsyncedStore.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("force") || method.getName().equals("sync")) {
                return null;
              }
              try {
                Object result = method.invoke(real, arguments);
                return result instanceof DiskFile file ? unsynced(DiskFile.class, file) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
