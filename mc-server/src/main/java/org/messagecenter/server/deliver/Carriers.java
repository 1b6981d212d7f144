package org.messagecenter.server.deliver;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The carriers that are configured. */
public interface Carriers {
  /** Null when there is none of that name. */
  @Nullable CarrierPort find(String name);

  Collection<? extends CarrierPort> all();
}
