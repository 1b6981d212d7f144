@NullMarked
package org.messagecenter.protocol.text;

import org.jspecify.annotations.NullMarked;
