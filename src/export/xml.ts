/** Text of an XML document that needs no escaping any more. */
export type Xml = string & { readonly xml: unique symbol };

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element; attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes = {}, ...children: readonly Xml[]): Xml {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const opening = [name, ...given.map(([key, value]) => `${key}='${escapeXml(String(value))}'`)].join(' ');
  if (children.length === 0) return `<${opening} />` as Xml;
  // Elements stand on lines of their own; a text is kept as it is.
  const inside = children[0]?.startsWith('<') ? `\n${children.join('\n')}\n` : children.join('');
  return `<${opening}>${inside}</${name}>` as Xml;
}

export function xmlText(text: string): Xml {
  return escapeXml(text) as Xml;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

function escapeXml(text: string): string {
  // Other control characters and lone surrogates are in no XML document, not even escaped. (XML 1.0, 2.2)
  const allowed = text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
  return allowed.replaceAll(/[&<>'"\n\r\t]/g, (character) => ENTITIES[character] ?? character);
}
