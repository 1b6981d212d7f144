/** The message store's interface, its values, and the journal-backed implementation. */
@NullMarked
package org.messagecenter.store.queue;

import org.jspecify.annotations.NullMarked;
