@NullMarked
package org.messagecenter.server.simulate;

import org.jspecify.annotations.NullMarked;
