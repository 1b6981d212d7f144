@NullMarked
package org.messagecenter.server.manage;

import org.jspecify.annotations.NullMarked;
