package org.messagecenter.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.PDUStringException;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.OptionalParameter;

/**
 * Leaves out chosen responses. jSMPP answers every request its listener returns from, so silence is
 * made here, just before the socket.
 */
final class SelectiveSender extends SynchronizedPDUSender {

  private final Set<Integer> silenced = ConcurrentHashMap.newKeySet();

  SelectiveSender() {
    super(new DefaultPDUSender());
  }

  /** The response to this request is not to be sent. */
  void silence(int sequence) {
    silenced.add(sequence);
  }

  @Override
  public byte[] sendDeliverSmResp(
      OutputStream out, int commandStatus, int sequence, String messageId) throws IOException {
    return silenced.remove(sequence)
        ? new byte[0]
        : super.sendDeliverSmResp(out, commandStatus, sequence, messageId);
  }

  @Override
  public byte[] sendSubmitSmResp(
      OutputStream out, int sequence, String messageId, OptionalParameter... parameters)
      throws PDUStringException, IOException {
    return silenced.remove(sequence)
        ? new byte[0]
        : super.sendSubmitSmResp(out, sequence, messageId, parameters);
  }
}
