@NullMarked
package org.messagecenter.server.broadcast;

import org.jspecify.annotations.NullMarked;
