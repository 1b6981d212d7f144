package org.messagecenter.server.deliver;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The carriers that are configured. */
public interface Carriers {

  /** There are none. */
  Carriers NONE =
      new Carriers() {
        @Override
        public @Nullable CarrierPort find(String name) {
          return null;
        }

        @Override
        public Collection<? extends CarrierPort> all() {
          return List.of();
        }
      };

  /** Null when there is none of that name. */
  @Nullable CarrierPort find(String name);

  Collection<? extends CarrierPort> all();
}
