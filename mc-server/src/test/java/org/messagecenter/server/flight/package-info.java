@NullMarked
package org.messagecenter.server.flight;

import org.jspecify.annotations.NullMarked;
