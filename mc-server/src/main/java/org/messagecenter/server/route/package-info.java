/**
 * Which carrier a message goes to: ordered rules over what the message says, then a choice within a
 * group of carriers. A pure function of the message, the time, a draw and the carriers' health.
 *
 * <p>{@link org.messagecenter.server.route.RouteSettings} reads the files into a {@link
 * org.messagecenter.server.route.RouteTable}; {@link org.messagecenter.server.route.RouteFile} puts
 * another one in its place when they change. An explanation is a trace of the same walk through the
 * rules that routes messages.
 */
@NullMarked
package org.messagecenter.server.route;

import org.jspecify.annotations.NullMarked;
