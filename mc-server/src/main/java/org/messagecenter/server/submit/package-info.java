/**
 * Submission: checks a submit_sm field by field, stores it, and answers only when the store says it
 * is durable. A new rule is a new {@link org.messagecenter.server.submit.SubmitCheck}.
 */
@NullMarked
package org.messagecenter.server.submit;

import org.jspecify.annotations.NullMarked;
