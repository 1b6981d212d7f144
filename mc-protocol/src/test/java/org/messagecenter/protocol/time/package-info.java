@NullMarked
package org.messagecenter.protocol.time;

import org.jspecify.annotations.NullMarked;
