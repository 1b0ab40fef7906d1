/* Functions that the table may name. */
var dagfuncs = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
dagfuncs.hauran = { byDay: (a, b, rowA, rowB) => rowA.data.day - rowB.data.day };
