package org.messagecenter.store.queue;

/** Who hears from a store once it is started. */
record Listeners(WorkSink work, MailSink mail, CommitListener commits, FatalListener fatal) {}
