@NullMarked
package org.messagecenter.protocol.capture;

import org.jspecify.annotations.NullMarked;
