/** The journal: segments of commit groups on disk. Knows bytes only. */
@NullMarked
package org.messagecenter.store.journal;

import org.jspecify.annotations.NullMarked;
