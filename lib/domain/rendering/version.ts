/** Grows with every change that makes a page's bytes differ: pages of another version are due for a rebuild. */
export const renderVersion = '2';
