/** Tests of the archive. */
@NullMarked
package org.messagecenter.store.archive;

import org.jspecify.annotations.NullMarked;
