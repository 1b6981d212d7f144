@NullMarked
package org.messagecenter.server.capture;

import org.jspecify.annotations.NullMarked;
