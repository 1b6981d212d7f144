/** Tests of the journal's format and recovery, and disks that fail on purpose. */
@NullMarked
package org.messagecenter.store.journal;

import org.jspecify.annotations.NullMarked;
