@NullMarked
package org.messagecenter.server.lane;

import org.jspecify.annotations.NullMarked;
