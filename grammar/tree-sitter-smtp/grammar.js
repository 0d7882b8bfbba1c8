// A tree-sitter grammar of SMTP sessions: what a line is, the scanner in src/scanner.c says, which sees the whole of it and knows
// whether it stands in mail data; what it holds is said here.
//
// Rule 1: nothing is an error that smtp-ls would read: a line that says nothing known is a note.

module.exports = grammar({
  name: 'smtp',

  externals: $ => [
    // the kind of a line, of no width, before its mark
    $._command,
    $._auth,
    $._chunk,
    $._reply,
    $._reply_more,
    $._extension,
    $._extension_more,
    $._pattern,
    $._response,
    $._field,
    $._field_more,
    $._text,
    $._separator,
    $._dot,
    $._note,
    $._comment,
    $._pragma,
    $._session,
    $._variable,
    $._blank,
    // what is on the line
    $.client_mark,
    $.server_mark,
    $._end,
    $._sentinel,
  ],

  extras: _ => [/[ \t]/],

  rules: {
    source_file: $ => seq(repeat($._line), repeat($.session)),

    session: $ => prec.right(seq($.session_title, repeat($._line))),
    session_title: $ => seq($._session, '###', optional(alias($._rest, $.title)), $._end),

    _line: $ => choice(
      $.comment,
      $.pragma,
      $.variable_definition,
      $.note,
      $.command,
      $.response,
      $.reply,
      $.message,
      seq($._blank, $._end),
    ),

    comment: $ => seq($._comment, $._rest, $._end),
    pragma: $ => seq($._pragma, /#+/, 'smtp-ls:', optional(alias($._rest, $.pragma_text)), $._end),
    variable_definition: $ => seq(
      $._variable, '@', field('name', alias(/[A-Za-z_][A-Za-z0-9_.-]*/, $.variable_name)), '=',
      optional(field('value', $.value)), $._end),
    value: $ => repeat1(choice($.placeholder, alias(/[^\s{}]+/, $.value_text))),
    note: $ => seq($._note, $._rest, $._end),

    // --- the client ------------------------------------------------------------------------------------------------------
    command: $ => choice(
      seq($._command, optional($._mark), field('verb', alias($._word, $.verb)), repeat($._argument), $._tail),
      seq($._auth, optional($._mark), field('verb', alias($._word, $.verb)),
        optional(seq(field('mechanism', alias($._word, $.mechanism)), optional($._secret))), $._tail),
      seq($._chunk, optional($._mark), field('verb', alias($._word, $.verb)), field('size', alias(/[0-9]+/, $.number)),
        repeat(choice(alias(token(prec(1, /[Ll][Aa][Ss][Tt]/)), $.last), $.argument)), $._tail),
    ),
    response: $ => seq($._response, optional($._mark), optional($._secret), $._tail),
    _secret: $ => choice($.secret, $.placeholder),
    secret: _ => /[^\s{}\\'"]+/,
    _mark: $ => choice($.client_mark, $.server_mark),

    _argument: $ => choice(
      alias(token(prec(1, /([Ff][Rr][Oo][Mm]|[Tt][Oo])[ \t]*:/)), $.direction),
      $.path,
      $.parameter,
      $.placeholder,
      alias(/"[^"\\\r\n]*"|'[^'\\\r\n]*'/, $.string),
      $.argument,
    ),
    argument: $ => choice($._word, $._other),
    path: $ => prec.right(seq('<', repeat(choice($.placeholder, alias(/[^\s<>{}\\]+/, $.mailbox))), optional('>'))),
    parameter: $ => prec.right(seq(field('name', alias($._word, $.parameter_name)), '=', repeat(choice(
      alias(token.immediate(/[^\s{}\\'"]+/), $.parameter_value), $.placeholder)))),
    _other: _ => token(prec(-2, /[^\s]/)), // what fits nowhere
    _word: _ => /[^\s<>{}=\\'"]+/,

    // --- the server ------------------------------------------------------------------------------------------------------
    reply: $ => prec.right(choice(
      seq(repeat1(choice(
        seq($._reply_more, $._reply_rest),
        seq($._extension_more, $._extension_rest),
      )), optional($._last_reply)),
      $._last_reply,
    )),
    _last_reply: $ => choice(
      seq($._reply, $._reply_rest),
      seq($._extension, $._extension_rest),
      seq($._pattern, optional($._mark), alias($._rest, $.pattern), $._end),
    ),
    _reply_rest: $ => seq(optional($._mark), field('code', $.code), optional(alias(token.immediate('-'), '-')),
      optional(field('enhanced', $.enhanced_code)), optional($.reply_text), $._tail),
    _extension_rest: $ => seq(optional($._mark), field('code', $.code), optional(alias(token.immediate('-'), '-')),
      $.extension, $._tail),
    extension: $ => seq(field('keyword', alias(/[A-Z0-9][A-Z0-9-]*/, $.keyword)), optional('='),
      repeat(alias(/[^\s\\'"]+/, $.extension_argument))),
    code: _ => /[0-9]{3}/,
    enhanced_code: _ => token(prec(1, /[245]\.[0-9]{1,3}\.[0-9]{1,3}/)),
    reply_text: _ => token(prec(-1, /[^\s\\]([^\r\n\\]|\\[^rn])*/)),

    // --- mail data ---------------------------------------------------------------------------------------------------------
    message: $ => prec.right(choice(
      seq($.headers, optional($.body), optional($.end_of_data)),
      seq($.body, optional($.end_of_data)),
      $.end_of_data,
    )),
    headers: $ => prec.right(repeat1($.header)),
    header: $ => prec.right(seq($._field, optional($._mark), field('name', $.field_name), ':',
      optional(alias($._content, $.field_value)), $._end,
      repeat(seq($._field_more, optional($._mark), alias($._content, $.field_value), $._end)))),
    field_name: _ => /[!-9;-~]+/,
    body: $ => prec.right(choice(
      seq($._separator, optional($._mark), $._end, repeat($._body_line)),
      repeat1($._body_line),
    )),
    _body_line: $ => seq($._text, optional($._mark), optional(alias($._content, $.body_text)), $._end),
    end_of_data: $ => seq($._dot, optional($._mark), '.', $._end),
    _content: $ => repeat1(choice($.placeholder, /[^\s{]+/, '{')),

    placeholder: $ => seq('{{', optional(alias(/[^{}\r\n]+/, $.variable_name)), '}}'),
    _rest: _ => token(prec(-1, /[^\r\n]+/)),
    _tail: $ => seq(optional(alias(token(prec(-1, /['"]?\\[rn][^\r\n]*|['"]/)), $.escape)), $._end),
  },
});
