/**
 * Which carrier a message goes to: ordered rules over what the message says, then a choice within a
 * group of carriers. A pure function of the message, the time, a draw and the carriers' health.
 */
@NullMarked
package org.messagecenter.server.route;

import org.jspecify.annotations.NullMarked;
