@NullMarked
package org.messagecenter.server.history;

import org.jspecify.annotations.NullMarked;
