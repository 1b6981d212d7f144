/** What tests of the server need of the store's inside. */
@NullMarked
package org.messagecenter.store.queue;

import org.jspecify.annotations.NullMarked;
