@NullMarked
package org.messagecenter.server.submit;

import org.jspecify.annotations.NullMarked;
