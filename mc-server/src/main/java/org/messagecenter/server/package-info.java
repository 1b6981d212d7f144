@NullMarked
package org.messagecenter.server;

import org.jspecify.annotations.NullMarked;
