/**
 * {@code mc bench}: a load client for SMPP message centers, on our own codec and Netty.
 *
 * <p>A run has a plan ({@link org.messagecenter.bench.LoadPlan}) and one lane for each event loop
 * ({@link org.messagecenter.bench.Lane}); a lane drives its connections ({@link
 * org.messagecenter.bench.LoadBind}) without locks. In the closed loop each bind keeps its window
 * of submit_sm full. In the open loop message n is due n/rate seconds after the start and its
 * latency counts from then, whether a window was free at that time or not: a server that stalls
 * shows its stall in every message that was due meanwhile.
 *
 * <p>What makes it cheap: all messages are copies of one encoded submit_sm in which only
 * sequence_number and the last digits of the destination change ({@link
 * org.messagecenter.bench.SubmitTemplate}); responses and receipts are read where they lie ({@link
 * org.messagecenter.bench.ReceiptView}); and all that one read burst gives rise to leaves in one
 * write.
 *
 * <p>With {@code --verify} every message_id is kept ({@link org.messagecenter.bench.Ledger}): ids
 * given twice, receipts lost, repeated, or for ids never given.
 */
@NullMarked
package org.messagecenter.bench;

import org.jspecify.annotations.NullMarked;
