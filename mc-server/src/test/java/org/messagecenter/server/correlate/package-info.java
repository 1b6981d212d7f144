/** Tests of how carriers' receipts find their messages. */
@NullMarked
package org.messagecenter.server.correlate;

import org.jspecify.annotations.NullMarked;
