/** The time formats of SMPP (3.4 §7.1.1, 5.0 §4.7.23). */
@NullMarked
package org.messagecenter.protocol.time;

import org.jspecify.annotations.NullMarked;
