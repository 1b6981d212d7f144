package org.messagecenter.bench.conform;

import static org.messagecenter.bench.conform.Octets.cString;
import static org.messagecenter.bench.conform.Octets.join;
import static org.messagecenter.bench.conform.Octets.u16;
import static org.messagecenter.bench.conform.Octets.u8;

/** Correct bodies of every request an ESME or a message center may send. */
final class Bodies {
  /** Tags of TLVs that checks read or write by name. */
  static final int USER_MESSAGE_REFERENCE = 0x0204;

  static final int RECEIPTED_MESSAGE_ID = 0x001E;
  static final int MESSAGE_STATE = 0x0427;
  static final int MESSAGE_PAYLOAD = 0x0424;
  static final int SC_INTERFACE_VERSION = 0x0210;
  static final int CONGESTION_STATE = 0x0428;
  static final int BROADCAST_AREA = 0x0606;
  static final int BROADCAST_CONTENT_TYPE = 0x0601;
  static final int BROADCAST_REP_NUM = 0x0604;
  static final int BROADCAST_INTERVAL = 0x0605;

  private Bodies() {}

  /** bind_transmitter, bind_receiver, bind_transceiver (34:4.1.1, 50:4.1.1). */
  static Body bind(Target target, int interfaceVersion) {
    return new Body()
        .add("system_id", cString(target.account()))
        .add("password", cString(target.password()))
        .add("system_type", cString(target.systemType()))
        .add("interface_version", u8(interfaceVersion))
        .add("addr_ton", u8(0))
        .add("addr_npi", u8(0))
        .add("address_range", cString(""));
  }

  /** submit_sm (34:4.4.1, 50:4.2.1), and deliver_sm, whose layout is the same. */
  static Body submit(Target target, Party destination, String text) {
    Body body = new Body().add("service_type", cString(target.serviceType()));
    address(body, "source_addr", "source_addr", target.source());
    address(body, "dest_addr", "destination_addr", destination);
    return message(body, text);
  }

  /** submit_multi (34:4.5.1, 50:4.2.3) to entries made by {@link #entry} or {@link #list}. */
  static Body multi(Target target, String text, byte[]... entries) {
    Body body = new Body().add("service_type", cString(target.serviceType()));
    address(body, "source_addr", "source_addr", target.source());
    body.add("number_of_dests", u8(entries.length)).add("dest_address", join(entries));
    return message(body, text);
  }

  /** A destination of submit_multi (34:4.5.1.1). */
  static byte[] entry(Party party) {
    return join(u8(1), u8(party.ton()), u8(party.npi()), cString(party.digits()));
  }

  /** A distribution list of submit_multi (34:4.5.1.1). */
  static byte[] list(String name) {
    return join(u8(2), cString(name));
  }

  /** data_sm (34:4.7.1, 50:4.2.2), without its message_payload. */
  static Body data(Target target, Party destination) {
    Body body = new Body().add("service_type", cString(target.serviceType()));
    address(body, "source_addr", "source_addr", target.source());
    address(body, "dest_addr", "destination_addr", destination);
    return body.add("esm_class", u8(0)).add("registered_delivery", u8(0)).add("data_coding", u8(0));
  }

  /** query_sm (34:4.8.1, 50:4.5.2); query_broadcast_sm looks the same (50:4.6.1). */
  static Body query(String messageId, Party source) {
    return address(
        new Body().add("message_id", cString(messageId)), "source_addr", "source_addr", source);
  }

  /** cancel_sm (34:4.9.1, 50:4.5.1). */
  static Body cancel(String serviceType, String messageId, Party source, Party destination) {
    Body body =
        new Body().add("service_type", cString(serviceType)).add("message_id", cString(messageId));
    address(body, "source_addr", "source_addr", source);
    return address(body, "dest_addr", "destination_addr", destination);
  }

  /** replace_sm (34:4.10.1, 50:4.5.3). */
  static Body replace(String messageId, Party source, String text) {
    Body body = new Body().add("message_id", cString(messageId));
    address(body, "source_addr", "source_addr", source);
    return body.add("schedule_delivery_time", cString(""))
        .add("validity_period", cString(""))
        .add("registered_delivery", u8(0))
        .add("sm_default_msg_id", u8(0))
        .add("sm_length", u8(text.length()))
        .add("short_message", Octets.ascii(text));
  }

  /** alert_notification (34:4.12.1, 50:4.1.3). */
  static Body alert(Party source, Party esme) {
    Body body = address(new Body(), "source_addr", "source_addr", source);
    return address(body, "esme_addr", "esme_addr", esme);
  }

  /** outbind (34:4.1.7, 50:4.1.1.7). */
  static Body outbind() {
    return new Body().add("system_id", cString("MC")).add("password", cString(""));
  }

  /** broadcast_sm (50:4.4.1) without its four mandatory TLVs. */
  static Body broadcastWithoutTlvs(Target target) {
    Body body = new Body().add("service_type", cString(target.serviceType()));
    address(body, "source_addr", "source_addr", target.source());
    return body.add("message_id", cString(""))
        .add("priority_flag", u8(0))
        .add("schedule_delivery_time", cString(""))
        .add("validity_period", cString(""))
        .add("replace_if_present_flag", u8(0))
        .add("data_coding", u8(0))
        .add("sm_default_msg_id", u8(0));
  }

  /** broadcast_sm with its mandatory TLVs and a text. */
  static Body broadcast(Target target) {
    return broadcastWithoutTlvs(target)
        .tlv(BROADCAST_AREA, join(u8(0), Octets.ascii("area 1")))
        .tlv(BROADCAST_CONTENT_TYPE, join(u8(0), u16(0x0033)))
        .tlv(BROADCAST_REP_NUM, u16(1))
        .tlv(BROADCAST_INTERVAL, join(u8(0x08), u16(30)))
        .tlv(MESSAGE_PAYLOAD, Octets.ascii("fine weather"));
  }

  /** cancel_broadcast_sm (50:4.6.2). */
  static Body cancelBroadcast(String serviceType, String messageId, Party source) {
    return address(
        new Body().add("service_type", cString(serviceType)).add("message_id", cString(messageId)),
        "source_addr",
        "source_addr",
        source);
  }

  private static Body message(Body body, String text) {
    body.add("esm_class", u8(0)).add("protocol_id", u8(0)).add("priority_flag", u8(0));
    body.add("schedule_delivery_time", cString("")).add("validity_period", cString(""));
    body.add("registered_delivery", u8(0)).add("replace_if_present_flag", u8(0));
    return body.add("data_coding", u8(0))
        .add("sm_default_msg_id", u8(0))
        .add("sm_length", u8(text.length()))
        .add("short_message", Octets.ascii(text));
  }

  private static Body address(Body body, String prefix, String name, Party party) {
    return body.add(prefix + "_ton", u8(party.ton()))
        .add(prefix + "_npi", u8(party.npi()))
        .add(name, cString(party.digits()));
  }
}
