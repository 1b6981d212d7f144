/** Events for the JDK's flight recorder: what a counter cannot show, at no cost while it is off. */
@NullMarked
package org.messagecenter.server.flight;

import org.jspecify.annotations.NullMarked;
