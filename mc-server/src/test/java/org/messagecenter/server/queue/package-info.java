@NullMarked
package org.messagecenter.server.queue;

import org.jspecify.annotations.NullMarked;
